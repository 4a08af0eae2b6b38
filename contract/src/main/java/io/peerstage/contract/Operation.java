package io.peerstage.contract;

/**
 * A question that one service may ask another over the event bus.
 *
 * @param address where it is answered; {@code service.verb}
 * @param question what is sent
 * @param answer what comes back
 */
public record Operation<Q extends Record, A extends Record>(String address, Class<Q> question, Class<A> answer) {
    /** The same, answered by one instance of the service and by no other. */
    public Operation<Q, A> at(String node) {
        return new Operation<>(address + "@" + node, question, answer);
    }
}

package io.peerstage.contract;

/**
 * Something that has happened, told to whoever listens. It may be lost or come twice: it only hastens those who follow the
 * event log.
 *
 * @param address where it is published; {@code service.happened}, past tense
 * @param content what is told
 */
public record Fact<T extends Record>(String address, Class<T> content) {}

package io.peerstage.contract;

/**
 * One thing that is wrong with a question.
 *
 * @param pointer the field, as a JSON pointer (RFC 6901) into the question: {@code /title}; empty for the whole
 * @param detail the rule that it breaks, to be read after the field's name: {@code must have 1 to 120 characters}
 */
public record Fault(String pointer, String detail) {
    @Override
    public String toString() {
        return pointer + " " + detail;
    }

    static Fault read(String line) {
        var space = line.indexOf(' ');
        return new Fault(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
    }
}

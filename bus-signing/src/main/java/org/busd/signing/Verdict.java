package org.busd.signing;

/** What a {@link Verifier} has to say of a message. Immutable. */
public sealed interface Verdict {
    /**
     * The message is what its signer signed, and the signer may speak on its topic.
     *
     * @param signer the only common name in the signer's certificate
     */
    record Valid(String signer) implements Verdict {}

    /**
     * The message must not be believed.
     *
     * @param reason the first that applies
     * @param detail what exactly, for people; may hold text from the message, in one line of characters that can be seen
     */
    record Invalid(Reason reason, String detail) implements Verdict {}

    /**
     * Whether the message may be believed.
     *
     * @return true only for {@link Valid}
     */
    default boolean isValid() {
        return this instanceof Valid;
    }
}

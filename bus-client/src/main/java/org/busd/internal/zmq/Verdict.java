package org.busd.internal.zmq;

/** What becomes of a frame that a peer sent, or of the peer itself. */
enum Verdict {
    /** Goes on into the socket. */
    ADMITTED(""),
    /** Changes nothing, and so goes no further. */
    SUPERFLUOUS(""),

    IMPOSSIBLE_FRAME("announced a frame larger than anybody may send"),
    ENDLESS_MESSAGE("sent a message of more frames or bytes than there may be"),
    NO_SUBSCRIPTION("sent something that is no subscription"),
    TOO_MANY_SUBSCRIPTIONS("subscribed more, longer or more often than anybody may"),
    SILENT("connected and then did not say what a ZeroMQ peer says");

    private final String deed;

    Verdict(String deed) {
        this.deed = deed;
    }

    /** Whether the peer loses its connection. */
    boolean isOffence() {
        return !deed.isEmpty();
    }

    /** What the peer did, for people. */
    String deed() {
        return deed;
    }
}

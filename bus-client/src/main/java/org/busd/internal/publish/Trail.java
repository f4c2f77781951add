package org.busd.internal.publish;

/** What a thread has sent another way than it would send the next message: between two ways ZeroMQ keeps no order. */
interface Trail {
    /** Nothing of it is on its way to an outlet any more. */
    boolean hasEnded();

    /** What is sent by {@code next} comes after all of it without a wait. */
    boolean leadsInto(ThreadSocket next);

    /** The outlet waits for room, and callers are to be told so rather than to wait. */
    boolean isStuck();

    /** The {@code count}th message of {@code socket}, and those before it. */
    record Sent(ThreadSocket socket, long count) implements Trail {
        static Sent by(ThreadSocket socket) {
            return new Sent(socket, socket.sent());
        }

        @Override
        public boolean hasEnded() {
            return socket.hasHandedOn(count) || socket.outlet().hasEnded();
        }

        @Override
        public boolean leadsInto(ThreadSocket next) {
            return next == socket;
        }

        @Override
        public boolean isStuck() {
            return socket.outlet().isStuck();
        }
    }
}

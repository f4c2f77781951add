package org.busd.internal.zmq;

import zmq.Msg;

/** What the peers of one socket may send. Called on I/O threads: never blocks for long, never throws. */
interface FrameRule {
    /** A connection to {@code peer} was accepted. */
    void came(Peer peer);

    /** The connection to {@code peer} ended. */
    void left(Peer peer);

    /** Whether {@code frame}, which is no command, may go on into the socket. */
    Verdict judge(Peer peer, Msg frame);
}

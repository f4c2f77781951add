package org.busd.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports on loopback below the ephemeral range: a subscriber that tries a port of that range until somebody serves it
 * may by chance connect to itself. JVMs that run tests at the same time have shares of their own, for what is free is not
 * held until somebody binds it.
 */
final class FreePorts {
    private static final int SHARES = 4;
    private static final int SHARE = 3_000;
    private static final int FROM = 20_000 + Integer.getInteger("busd.test.fork", 1) % SHARES * SHARE;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % SHARE));

    private FreePorts() {}

    /** The first of {@code count} free ports in a row. */
    static int range(int count) {
        for (int tries = 0; tries < SHARE; tries++) {
            int at = Math.floorMod(NEXT.getAndAdd(count), SHARE);
            // Not across the end: each port comes once before any comes again, for others are not bound yet.
            if (at + count <= SHARE && allFree(FROM + at, count)) {
                return FROM + at;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (probe.getLocalPort() != port) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}

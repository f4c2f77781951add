package org.busd.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports on loopback below the ephemeral range: a subscriber that tries a port of that range until somebody serves it
 * may by chance connect to itself.
 */
final class FreePorts {
    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % (TO - FROM)));

    private FreePorts() {}

    /** The first of {@code count} free ports in a row. */
    static int range(int count) {
        for (int tries = 0; tries < TO - FROM; tries++) {
            int first = FROM + Math.floorMod(NEXT.getAndAdd(count), TO - FROM - count);
            if (allFree(first, count)) {
                return first;
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

package org.busd.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of the loopback interface that nobody uses. */
public final class FreePorts {

    private static final int LOWEST = 20_000;

    /** Below 32768, where Linux begins to hand out ports to outgoing connections. */
    private static final int HIGHEST = 32_000;

    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /**
     * Finds free ports in a row.
     *
     * @param length how many
     * @return the first of them
     * @throws IOException if there are none, with the last attempt's reason
     */
    public static int row(int length) throws IOException {
        IOException last = new IOException("no attempt was made");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - length);
            List<ServerSocket> held = new ArrayList<>();
            try {
                for (int port = first; port < first + length; port++) {
                    held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                }
                return first;
            } catch (IOException e) {
                last = e;
            } finally {
                for (ServerSocket socket : held) {
                    socket.close();
                }
            }
        }
        throw last;
    }
}

package org.busd.it;

import java.util.Map;
import org.busd.Bus;

/** Program {@code <number> return|exit}: publishes one message, from that lane, and ends at once. */
final class FirstMessage {
    private FirstMessage() {}

    public static void main(String[] arguments) {
        Bus.publish("first", Map.of("from", arguments[1], "n", Integer.parseInt(arguments[0])));
        if (arguments[1].equals("exit")) {
            System.exit(0);
        }
    }
}

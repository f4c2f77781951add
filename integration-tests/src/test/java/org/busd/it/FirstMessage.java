package org.busd.it;

import java.util.Map;
import org.busd.Bus;

/** Program {@code <number> return|exit}: publishes one message and ends at once. */
final class FirstMessage {
    private FirstMessage() {}

    public static void main(String[] arguments) {
        Bus.publish("first", Map.of("from", "start", "n", Integer.parseInt(arguments[0])));
        if (arguments[1].equals("exit")) {
            System.exit(0);
        }
    }
}

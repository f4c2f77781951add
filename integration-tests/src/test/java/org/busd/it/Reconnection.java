package org.busd.it;

import java.time.Duration;
import java.util.Map;
import org.busd.Bus;

/** Program: binds, and says how many milliseconds later the first subscription came. */
final class Reconnection {
    private Reconnection() {}

    public static void main(String[] arguments) throws Exception {
        Bus.publish("first", Map.of("from", "start", "n", Integer.parseInt(arguments[0])));
        // The first publish returns when it has bound and encoded.
        long bound = System.nanoTime();
        boolean came = Bus.awaitSubscribers(1, Duration.ofSeconds(10));
        Console.say("came " + (came ? 1 : 0) + " ms " + (System.nanoTime() - bound) / 1_000_000);
    }
}

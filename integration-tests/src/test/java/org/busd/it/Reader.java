package org.busd.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.busd.Bus;
import org.busd.Message;

/**
 * Program: subscribes to everything, says {@code ready}, and reads as fast as it can or is told: {@code rate <messages a
 * second>}, 0 without limit. Told {@code await <count> <ms>} it waits until so many have come in all; after that and each
 * other line it says what has come, and the longest pause between two messages since it last said so.
 */
final class Reader {
    private static final long SHORTEST_SLEEP_NANOS = 500_000;

    private static final Sequences SEQUENCES = new Sequences();
    private static volatile long pauseNanos;
    private static long nextNanos = System.nanoTime();

    /** Guarded by {@link #SEQUENCES}. */
    private static long lastNanos;

    /** Guarded by {@link #SEQUENCES}. */
    private static long longestGapNanos;

    private Reader() {}

    public static void main(String[] arguments) throws Exception {
        Bus.subscribe(Reader::take);
        Console.say("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = commands.readLine()) != null) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("rate")) {
                long rate = Long.parseLong(words[1]);
                pauseNanos = rate == 0 ? 0 : 1_000_000_000 / rate;
            } else if (words[0].equals("await")) {
                SEQUENCES.await(Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
            Console.say(SEQUENCES + " gap " + gapMillis());
        }
        System.exit(0);
    }

    private static long gapMillis() {
        synchronized (SEQUENCES) {
            long gap = longestGapNanos;
            longestGapNanos = 0;
            return gap / 1_000_000;
        }
    }

    private static void take(Message message) {
        JsonNode body = message.body();
        long now = System.nanoTime();
        synchronized (SEQUENCES) {
            longestGapNanos = lastNanos == 0 ? 0 : Math.max(longestGapNanos, now - lastNanos);
            lastNanos = now;
        }
        SEQUENCES.take(body.path("from").asText(), body.path("n").asInt());
        long pause = pauseNanos;
        if (pause > 0) {
            nextNanos = Math.max(nextNanos, now - SHORTEST_SLEEP_NANOS) + pause;
            if (nextNanos - now > SHORTEST_SLEEP_NANOS) {
                LockSupport.parkNanos(nextNanos - now);
            }
        }
    }
}

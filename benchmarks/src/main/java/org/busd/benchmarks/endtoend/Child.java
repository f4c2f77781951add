package org.busd.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of the processes in Java: {@code publish}, {@code subscribe}, {@code first} for
 * one message at once, or {@code sleep} for none; then the kind, a port, how many threads
 * publish, and how many bytes a body has; bus.d takes settings as {@code key=value} after that.
 */
public final class Child {
    private Child() {}

    /** Serves orders from its standard input until that ends. */
    public static void main(String[] words) throws Exception {
        if (words[0].equals("sleep")) {
            System.out.println("ready");
            int ignored = System.in.read();
            return;
        }
        Kind kind = Kind.valueOf(words[1]);
        int port = Integer.parseInt(words[2]);
        int threads = Integer.parseInt(words[3]);
        int bytes = Integer.parseInt(words[4]);
        List<String> settings = List.of(words).subList(5, words.length);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Wiring wiring = kind.wiring(port, threads, bytes, settings)) {
            if (words[0].equals("publish")) {
                new PublisherProcess(wiring, threads).serve(orders);
            } else if (words[0].equals("first")) {
                wiring.first();
                System.out.println("ready");
            } else {
                Tally tally = new Tally();
                wiring.subscribe(tally);
                new SubscriberProcess(tally).serve(orders);
            }
        }
    }
}

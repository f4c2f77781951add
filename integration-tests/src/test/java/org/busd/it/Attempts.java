package org.busd.it;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.busd.Bus;

/** Program: each line it is told is one try to use the facade; says what came of it in one line. */
final class Attempts {
    private Attempts() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        int n = 0;
        while ((line = commands.readLine()) != null) {
            Console.say(attempt(line, n++));
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // It is what the test looks at.
    private static String attempt(String what, int n) {
        try {
            switch (what) {
                case "publish" -> Bus.publish("attempt", Map.of("from", "attempts", "n", n));
                case "subscribe" -> Bus.subscribe().close();
                case "metrics" -> Bus.metrics();
                default -> throw new IllegalArgumentException(what);
            }
            return what + " returned";
        } catch (Throwable thrown) {
            return what + " threw " + thrown.toString().replace("\n", " | ");
        }
    }
}

package org.busd.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.busd.Bus;
import org.busd.Message;

/**
 * Program: subscribes to its arguments (none: everything), says {@code ready}, and counts. Told {@code reach <count>
 * <ms>} it says what has come once so many have; told {@code await}, only when nothing more comes. A further word counts only
 * topics that end so. With {@code print} as the first argument it also says each message.
 */
final class Subscriber {
    /** Who looks for a message too many has to give it time to come. */
    private static final long QUIET_MILLIS = 300;

    private static final Sequences SEQUENCES = new Sequences();
    /** The same by the topics' last segments. */
    private static final Map<String, Sequences> BY_TOPIC = new ConcurrentHashMap<>();

    private Subscriber() {}

    public static void main(String[] arguments) throws Exception {
        boolean print = arguments.length > 0 && arguments[0].equals("print");
        String[] topics = Arrays.copyOfRange(arguments, print ? 1 : 0, arguments.length);
        Bus.subscribe(message -> take(message, print), topics);
        Console.say("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = commands.readLine()) != null) {
            String[] words = line.split(" ", -1);
            Sequences sequences = words.length > 3 ? of(words[3]) : SEQUENCES;
            sequences.await(Long.parseLong(words[1]), Long.parseLong(words[2]));
            if (words[0].equals("await")) {
                awaitQuiet(sequences);
            }
            Console.say(sequences.toString());
        }
        System.exit(0);
    }

    private static Sequences of(String lastSegment) {
        return BY_TOPIC.computeIfAbsent(lastSegment, topic -> new Sequences());
    }

    private static void awaitQuiet(Sequences sequences) throws InterruptedException {
        long before;
        do {
            before = sequences.received();
            Thread.sleep(QUIET_MILLIS);
        } while (sequences.received() > before);
    }

    private static void take(Message message, boolean print) {
        JsonNode body = message.body();
        if (print) {
            Console.say("points " + codePoints(body.path("text").asText()));
            Console.say("text " + message.text());
        }
        // The topic belongs to the sender: who hears another bus hears more senders than there are.
        String sender = message.topic() + " " + body.path("from").asText();
        int number = body.path("n").asInt();
        of(message.topic().substring(message.topic().lastIndexOf('.') + 1)).take(sender, number);
        SEQUENCES.take(sender, number);
    }

    /** Seen as this process understands it, whatever its stdout can print. */
    static String codePoints(String text) {
        return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
    }
}

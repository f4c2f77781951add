package org.busd.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.busd.Message;
import org.jspecify.annotations.Nullable;

/** Prints one message in one of the formats of {@code bus tail}. */
interface MessagePrinter {

    void print(Message message, Output out);

    /**
     * The printer of a format.
     *
     * @param query prints what it selects instead of the message
     */
    static MessagePrinter of(TailFormat format, @Nullable Query query, boolean colour) {
        return switch (format) {
            case JSON ->
                query == null
                        ? MessagePrinter::asReceived
                        : (message, out) ->
                                out.line(query.select(message.envelope()).toString());
            case PRETTY -> {
                PrettyJson pretty = new PrettyJson(colour);
                yield (message, out) -> {
                    JsonNode envelope = message.envelope();
                    out.line(pretty.print(query == null ? envelope : query.select(envelope)));
                };
            }
            case TERSE -> (message, out) -> out.line(terse(message));
        };
    }

    private static void asReceived(Message message, Output out) {
        out.line(line(message));
    }

    /** A message in one line of UTF-8, as received; one that spans lines in canonical form. */
    static byte[] line(Message message) {
        byte[] text = message.bytes();
        for (byte b : text) {
            // In JSON these stand between tokens only; inside strings they are escaped.
            if (b == '\n' || b == '\r') {
                return message.canonicalText().getBytes(StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private static String terse(Message message) {
        int summaryLength = 120;
        String body = message.body().toString();
        StringBuilder line = new StringBuilder()
                .append(message.timestamp())
                .append(' ')
                .append(message.topic())
                .append(' ');
        if (body.length() <= summaryLength) {
            line.append(body);
        } else {
            int end = Character.isHighSurrogate(body.charAt(summaryLength - 1)) ? summaryLength - 1 : summaryLength;
            line.append(body, 0, end).append('…');
        }
        return PrettyJson.harmless(line);
    }
}

package org.busd.it;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.busd.Bus;

/** Program: publishes texts that no single old charset holds. */
final class ForeignText {
    static final List<String> TEXTS = List.of(
            "gr\u00fc\u00dfe",
            "\u65e5\u672c\u8a9e",
            "\ud83d\ude00 \ud83c\uddea\ud83c\uddfa",
            "e\u0301 \u200f\u05d0 \u2028",
            "\u0000\u0001\u007f\u0085\u00a0",
            "\uffee\ufffd\udbff\udfff");

    private ForeignText() {}

    public static void main(String[] arguments) {
        Console.say("charset " + Charset.defaultCharset().name());
        int returned = 0;
        for (String text : TEXTS) {
            Bus.publish("text", Map.of("text", text));
            returned++;
        }
        Console.say("returned " + returned + " published " + Bus.metrics().published());
    }
}

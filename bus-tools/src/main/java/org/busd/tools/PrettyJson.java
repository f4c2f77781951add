package org.busd.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** JSON for people: indented by four, coloured if wanted, and with nothing in it that a terminal would obey. */
final class PrettyJson {

    private static final String INDENT = "    ";
    private static final String NAME = "\u001b[34m";
    private static final String TEXT = "\u001b[32m";
    private static final String OTHER = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colour;

    PrettyJson(boolean colour) {
        this.colour = colour;
    }

    String print(JsonNode node) {
        StringBuilder out = new StringBuilder();
        append(node, "\n", out);
        return out.toString();
    }

    /** Escapes the control characters that JSON lets pass as they are (DEL and U+0080 to U+009F), and all others. */
    static String harmless(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void append(JsonNode node, String newLine, StringBuilder out) {
        if (node.isObject() && !node.isEmpty()) {
            String inner = newLine + INDENT;
            out.append('{');
            Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
            while (members.hasNext()) {
                Map.Entry<String, JsonNode> member = members.next();
                out.append(inner);
                coloured(NAME, TextNode.valueOf(member.getKey()).toString(), out);
                out.append(": ");
                append(member.getValue(), inner, out);
                out.append(members.hasNext() ? "," : newLine);
            }
            out.append('}');
        } else if (node.isArray() && !node.isEmpty()) {
            String inner = newLine + INDENT;
            out.append('[');
            Iterator<JsonNode> elements = node.elements();
            while (elements.hasNext()) {
                out.append(inner);
                append(elements.next(), inner, out);
                out.append(elements.hasNext() ? "," : newLine);
            }
            out.append(']');
        } else {
            coloured(node.isTextual() ? TEXT : OTHER, node.toString(), out);
        }
    }

    private void coloured(String code, String text, StringBuilder out) {
        if (colour) {
            out.append(code).append(harmless(text)).append(PLAIN);
        } else {
            out.append(harmless(text));
        }
    }
}

package org.busd.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Dotted paths into a message, parted by commas, as in {@code msg.order.id,username}. A segment names a member of an
 * object; a number also an element of an array, from 0. Immutable.
 */
final class Query {

    private final Map<String, List<String>> paths;

    private Query(Map<String, List<String>> paths) {
        this.paths = paths;
    }

    /** @throws IllegalArgumentException if a path or a segment is empty */
    static Query parse(String text) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        for (String path : split(text, ',')) {
            paths.put(path, split(path, '.'));
        }
        return new Query(paths);
    }

    /** The value at the one path, or an object of path and value; null for what is not there. */
    JsonNode select(JsonNode message) {
        if (paths.size() == 1) {
            return at(message, paths.values().iterator().next());
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        paths.forEach((path, segments) -> values.set(path, at(message, segments)));
        return values;
    }

    private static JsonNode at(JsonNode message, List<String> segments) {
        JsonNode node = message;
        for (String segment : segments) {
            JsonNode child = node.isArray() ? element(node, segment) : node.get(segment);
            if (child == null) {
                return NullNode.getInstance();
            }
            node = child;
        }
        return node;
    }

    private static @Nullable JsonNode element(JsonNode array, String segment) {
        try {
            return array.get(Integer.parseInt(segment));
        } catch (NumberFormatException e) {
            return NullNode.getInstance();
        }
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (true) {
            int end = text.indexOf(separator, start);
            String part = text.substring(start, end < 0 ? text.length() : end);
            if (part.isEmpty()) {
                throw new IllegalArgumentException("'" + text + "' has an empty part: write paths as in msg.id,topic");
            }
            parts.add(part);
            if (end < 0) {
                return parts;
            }
            start = end + 1;
        }
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Query> {
        @Override
        public Query convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}

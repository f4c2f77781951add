package org.busd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.busd.internal.OwnJackson;
import org.busd.internal.hub.SafeFile;

/**
 * The file with one consumer's position, a JSON object: {@code topic}, {@code msg_id}, {@code timestamp} as an ISO text.
 *
 * @param file where it is
 */
record PositionFile(SafeFile file) {
    private static final JsonMapper JSON = JsonMapper.builder(
                    OwnJackson.factory().build())
            .typeFactory(OwnJackson.types())
            .build();

    static PositionFile of(Path directory, String consumer) {
        String name = URLEncoder.encode(consumer, StandardCharsets.UTF_8) + ".json";
        return new PositionFile(new SafeFile(directory.resolve(name)));
    }

    void write(Position position) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("topic", position.topic())
                .put("msg_id", position.msgId())
                .put("timestamp", position.timestamp().toString());
        file.write(JSON.writeValueAsBytes(json));
    }

    /** Empty if there is no such file. */
    Optional<Position> read() throws IOException {
        Optional<byte[]> content = file.read();
        return content.isEmpty() ? Optional.empty() : Optional.of(parse(content.get()));
    }

    private Position parse(byte[] content) throws IOException {
        JsonNode json = JSON.readTree(content);
        try {
            return new Position(text(json, "topic"), text(json, "msg_id"), Instant.parse(text(json, "timestamp")));
        } catch (DateTimeException e) {
            throw new IOException(file.path() + ": timestamp: " + e.getMessage(), e);
        }
    }

    private String text(JsonNode json, String member) throws IOException {
        JsonNode value = json.path(member);
        if (!value.isTextual()) {
            throw new IOException(file.path() + ": has no text " + member);
        }
        return value.textValue();
    }
}

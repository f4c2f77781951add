package org.busd.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** How a text of the command line or of standard input becomes the body of a message. */
interface Body {

    /**
     * The body that {@code text} stands for.
     *
     * @throws UsageException if it cannot be one; {@code where} begins its message
     */
    Object of(String text, String where);

    /** {@code {"log": text}}. */
    static Body log() {
        return (text, where) -> Map.of("log", text);
    }

    /** The one JSON value that the text is. */
    static Body json() {
        // What a receiver accepts: see the envelope in the wire format.
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(500)
                .maxNumberLength(4300)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(limits).build();
        ObjectMapper mapper = new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        return (text, where) -> {
            try {
                if (text.isBlank()) {
                    throw new UsageException(where + " is not JSON: it is empty");
                }
                return mapper.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UsageException(where + " is not JSON: " + e.getOriginalMessage());
            }
        };
    }
}

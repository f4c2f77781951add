package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Has Jackson, for which numbers are milliseconds, read {@code Date}, {@code Calendar} and their kin from seconds. */
final class DateDeserializer extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    DateDeserializer(JsonDeserializer<?> ofMillis) {
        super(ofMillis);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> ofMillis) {
        return new DateDeserializer(ofMillis);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return super.deserialize(parser, context);
        }
        try (TokenBuffer millis = context.bufferForInputBuffering(parser)) {
            millis.writeNumber(Seconds.instant(parser).toEpochMilli());
            try (JsonParser replayed = millis.asParserOnFirstToken()) {
                return super.deserialize(replayed, context);
            }
        } catch (DateTimeException | ArithmeticException e) {
            return context.handleWeirdNumberValue(handledType(), parser.getNumberValue(), "%s", e.getMessage());
        }
    }
}

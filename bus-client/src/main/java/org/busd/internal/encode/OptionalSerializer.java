package org.busd.internal.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The value of an {@code Optional} of any kind, or {@code null}. */
final class OptionalSerializer extends JsonSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            provider.defaultSerializeValue(optional.get(), json);
        } else if (value instanceof OptionalInt optional && optional.isPresent()) {
            json.writeNumber(optional.getAsInt());
        } else if (value instanceof OptionalLong optional && optional.isPresent()) {
            json.writeNumber(optional.getAsLong());
        } else if (value instanceof OptionalDouble optional && optional.isPresent()) {
            json.writeNumber(optional.getAsDouble());
        } else {
            json.writeNull();
        }
    }
}

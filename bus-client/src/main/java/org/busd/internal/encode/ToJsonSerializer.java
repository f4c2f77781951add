package org.busd.internal.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/**
 * Writes what an object's {@code toJson} answers: a {@code String} or other text is JSON text, parsed and written
 * canonically; anything else is encoded in its place.
 */
final class ToJsonSerializer extends JsonSerializer<Object> {
    private final ToJsonContract.Asking asking;

    ToJsonSerializer(ToJsonContract.Asking asking) {
        this.asking = asking;
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
        Object answer = asking.ask(value);
        if (answer instanceof CharSequence text) {
            json.writeRawValue(text.toString());
        } else if (answer == value) {
            throw new EncodingException(
                    "toJson() of " + value.getClass().getName() + " returns the object itself", null);
        } else {
            provider.defaultSerializeValue(answer, json);
        }
    }

    /** What the object answers is all there is to it: no type is added. */
    @Override
    public void serializeWithType(Object value, JsonGenerator json, SerializerProvider provider, TypeSerializer typed)
            throws IOException {
        serialize(value, json, provider);
    }
}

package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.Deserializers;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * What has a form of its own on the wire, read back into what it was: points in time, the rest of {@code java.time},
 * {@code Optional}. Modules that the program brings along come before this one.
 */
final class WireTypes extends Module {
    @Override
    public String getModuleName() {
        return "bus.d";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializers(new Values());
        context.addKeyDeserializers(WireTypes::key);
        context.addBeanDeserializerModifier(new Dates());
    }

    private static @Nullable KeyDeserializer key(
            JavaType type, DeserializationConfig config, BeanDescription description) {
        return TimeDeserializer.isFor(type.getRawClass()) ? new TimeDeserializer.Key(type.getRawClass()) : null;
    }

    private static final class Values extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            if (OptionalDeserializer.isFor(type.getRawClass())) {
                return new OptionalDeserializer(type);
            }
            return TimeDeserializer.isFor(type.getRawClass()) ? new TimeDeserializer(type.getRawClass()) : null;
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return OptionalDeserializer.isFor(type) || TimeDeserializer.isFor(type);
        }
    }

    private static final class Dates extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
            Class<?> type = description.getBeanClass();
            boolean isDate = Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type);
            return isDate && isJacksons(deserializer) ? new DateDeserializer(deserializer) : deserializer;
        }

        private static boolean isJacksons(JsonDeserializer<?> deserializer) {
            return deserializer.getClass().getName().startsWith("com.fasterxml.jackson.databind.");
        }
    }
}

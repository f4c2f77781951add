package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads an {@code Optional} of any kind: {@code null}, and what is not there, is empty. */
final class OptionalDeserializer extends StdDeserializer<Object> implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private static final Map<Class<?>, Kind> KINDS = Map.of(
            Optional.class, new Kind(Object.class, Optional.empty(), Optional::of),
            OptionalInt.class, new Kind(Integer.class, OptionalInt.empty(), value -> OptionalInt.of((Integer) value)),
            OptionalLong.class, new Kind(Long.class, OptionalLong.empty(), value -> OptionalLong.of((Long) value)),
            OptionalDouble.class,
                    new Kind(Double.class, OptionalDouble.empty(), value -> OptionalDouble.of((Double) value)));

    private final JavaType type;
    private final transient Kind kind;
    private final transient @Nullable JsonDeserializer<Object> content;
    /** Where what it holds says itself which class it is of. */
    private final transient @Nullable TypeDeserializer typed;

    /**
     * What there is to know of a kind.
     *
     * @param content of what it holds, unless the type says it
     */
    private record Kind(Class<?> content, Object empty, Function<Object, Object> of) {}

    OptionalDeserializer(JavaType type) {
        this(type, null, null);
    }

    private OptionalDeserializer(
            JavaType type, @Nullable JsonDeserializer<Object> content, @Nullable TypeDeserializer typed) {
        super(type);
        this.type = type;
        this.kind = Objects.requireNonNull(KINDS.get(type.getRawClass()));
        this.content = content;
        this.typed = typed;
    }

    static boolean isFor(Class<?> type) {
        return KINDS.containsKey(type);
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JavaType held = type.containedTypeCount() > 0 ? type.containedType(0) : context.constructType(kind.content());
        TypeDeserializer ofHeld = context.getFactory().findTypeDeserializer(context.getConfig(), held);
        return new OptionalDeserializer(
                type,
                context.findContextualValueDeserializer(held, property),
                ofHeld == null ? null : ofHeld.forProperty(property));
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Object value = read(parser, context);
        return value == null ? kind.empty() : kind.of().apply(value);
    }

    private @Nullable Object read(JsonParser parser, DeserializationContext context) throws IOException {
        if (content == null) {
            return null;
        }
        return typed == null
                ? content.deserialize(parser, context)
                : content.deserializeWithType(parser, context, typed);
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
        return kind.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return kind.empty();
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
        return kind.empty();
    }
}

package org.busd.internal.encode;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.type.CollectionLikeType;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapLikeType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is encoded otherwise than by Jackson's defaults: objects with a {@code toJson}, whatever else they are (a map, a
 * list, a bean), points in time, {@code Optional}.
 */
final class BusSerializers extends Serializers.Base {
    private final ToJsonContract contract;

    BusSerializers(ToJsonContract contract) {
        this.contract = contract;
    }

    private @Nullable JsonSerializer<?> byContract(JavaType type) {
        ToJsonContract.Asking asking = contract.asking(type.getRawClass());
        return asking == null ? null : new ToJsonSerializer(asking);
    }

    @Override
    public @Nullable JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type, BeanDescription bean) {
        Class<?> raw = type.getRawClass();
        if (TimeSerializer.isTime(raw)) {
            return new TimeSerializer();
        }
        if (raw == Optional.class
                || raw == OptionalInt.class
                || raw == OptionalLong.class
                || raw == OptionalDouble.class) {
            return new OptionalSerializer();
        }
        return byContract(type);
    }

    @Override
    public @Nullable JsonSerializer<?> findMapSerializer(
            SerializationConfig config,
            MapType type,
            BeanDescription bean,
            @Nullable JsonSerializer<Object> keys,
            @Nullable TypeSerializer typed,
            @Nullable JsonSerializer<Object> values) {
        return byContract(type);
    }

    @Override
    public @Nullable JsonSerializer<?> findMapLikeSerializer(
            SerializationConfig config,
            MapLikeType type,
            BeanDescription bean,
            @Nullable JsonSerializer<Object> keys,
            @Nullable TypeSerializer typed,
            @Nullable JsonSerializer<Object> values) {
        return byContract(type);
    }

    @Override
    public @Nullable JsonSerializer<?> findCollectionSerializer(
            SerializationConfig config,
            CollectionType type,
            BeanDescription bean,
            @Nullable TypeSerializer typed,
            @Nullable JsonSerializer<Object> elements) {
        return byContract(type);
    }

    @Override
    public @Nullable JsonSerializer<?> findCollectionLikeSerializer(
            SerializationConfig config,
            CollectionLikeType type,
            BeanDescription bean,
            @Nullable TypeSerializer typed,
            @Nullable JsonSerializer<Object> elements) {
        return byContract(type);
    }

    @Override
    public @Nullable JsonSerializer<?> findReferenceSerializer(
            SerializationConfig config,
            ReferenceType type,
            BeanDescription bean,
            @Nullable TypeSerializer typed,
            @Nullable JsonSerializer<Object> content) {
        return byContract(type);
    }
}

package org.busd.internal.encode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code toJson} contract: an object says itself what it looks like, by an interface or, without depending on
 * bus.d, by a public method {@code toJson()} without arguments. The only reflection of the client.
 */
public abstract class ToJsonContract {
    private final Class<?> contract;

    /**
     * A contract by the given interface, or by duck typing.
     *
     * @param contract the interface of the API; the parts do not know the API that stands on them
     */
    protected ToJsonContract(Class<?> contract) {
        this.contract = contract;
    }

    /** Asks an instance of the interface. */
    protected abstract @Nullable Object ask(Object object);

    /** How to ask instances of {@code type}, or null if they do not say themselves what they look like. */
    @Nullable
    Asking asking(Class<?> type) {
        if (contract.isAssignableFrom(type)) {
            return this::ask;
        }
        Method method = publicMethod(type);
        return method == null ? null : object -> invoke(method, object);
    }

    /** One way to ask an object for its JSON. */
    interface Asking {
        @Nullable
        Object ask(Object object);
    }

    private static @Nullable Method publicMethod(Class<?> type) {
        try {
            Method method = type.getMethod("toJson");
            boolean usable = !Modifier.isStatic(method.getModifiers()) && method.getReturnType() != void.class;
            // A class that is not public still has public methods; the module may have to open its package, as for
            // Jackson.
            return usable && method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static @Nullable Object invoke(Method method, Object object) {
        try {
            return method.invoke(object);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new EncodingException("toJson() threw " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new EncodingException("toJson() of " + object.getClass().getName() + " cannot be called", e);
        }
    }
}

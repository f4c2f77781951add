package org.busd.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** What there is for virtual threads since Java 21; Java 17, our floor, has none. */
public final class VirtualThreads {
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualHandle();
    private static final @Nullable MethodHandle START = startHandle();

    private VirtualThreads() {}

    private static @Nullable MethodHandle isVirtualHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable MethodHandle startHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /** Whether this JDK has them; Java 19 and 20 have them as a preview, which is as good as not. */
    public static boolean areThere() {
        return START != null && Runtime.version().feature() >= 21;
    }

    public static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new LinkageError("Thread.isVirtual failed", e);
        }
    }

    /** Starts a virtual thread; only where they {@linkplain #areThere() are there}. */
    static Thread start(Runnable task) {
        if (START == null) {
            throw new IllegalStateException("this JDK has no virtual threads");
        }
        try {
            return (Thread) START.invokeExact(task);
        } catch (Throwable e) {
            throw new LinkageError("Thread.startVirtualThread failed", e);
        }
    }
}

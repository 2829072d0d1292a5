package io.headroom.fs;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frees mapped memory at once. The garbage collector would do it at some time; a server that sends large files would hold
 * gigabytes of address space until then. Thread-safe.
 */
final class Unmapping {
    private final MethodHandle cleaner;

    private Unmapping(MethodHandle cleaner) {
        this.cleaner = cleaner;
    }

    /** @return null when this JVM offers no way; then nothing should be mapped */
    static @Nullable Unmapping find() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            MethodHandle cleaner = MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class));
            return new Unmapping(cleaner.bindTo(instance.get(null)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** @param window never touched again: that would end the process */
    void unmap(MappedByteBuffer window) {
        try {
            cleaner.invokeExact((ByteBuffer) window);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

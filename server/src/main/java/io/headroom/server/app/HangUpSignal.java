package io.headroom.server.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which a service is told to read its settings again. Java has no public class for signals; the one that every JDK has is
 * called by reflection, since the compiler warns of it by name and can't be told not to. Where there is none, the signal ends the process
 * as it always did.
 */
final class HangUpSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangUpSignal.class);

    private HangUpSignal() {}

    /** @param heard run by a thread of its own for each signal */
    static void listen(Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> called(proxy, method, arguments, heard);
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException e) {
            // On Windows there is no such signal.
            LOG.debug("SIGHUP can't be listened to", e);
        }
    }

    private static @Nullable Object called(Object proxy, Method method, Object[] arguments, Runnable heard) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "SIGHUP";
            default -> heard(heard);
        };
    }

    private static @Nullable Object heard(Runnable heard) {
        heard.run();
        return null;
    }
}

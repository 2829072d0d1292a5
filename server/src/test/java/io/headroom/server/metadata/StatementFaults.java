package io.headroom.server.metadata;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Lets what writes to a database fail where a test wants it to, as SQLite fails when its volume is full: at a statement or at a
 * commit. Thread-safe.
 */
public final class StatementFaults {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile LongPredicate fails = nth -> false;

    /** A database with these faults. */
    public MetadataDatabase open(MetadataSettings settings) {
        return new DatabaseOpening(settings, this::around).open();
    }

    /** @param nth whether this statement or commit fails; from now on, from 1 */
    public void failWhen(LongPredicate nth) {
        failures.set(0);
        calls.set(0);
        fails = nth;
    }

    public void heal() {
        fails = nth -> false;
    }

    /** How often something failed since it was told to. */
    public int failures() {
        return failures.get();
    }

    private void pass() throws SQLiteException {
        if (fails.test(calls.incrementAndGet())) {
            failures.incrementAndGet();
            throw new SQLiteException("a test's fault", SQLiteErrorCode.SQLITE_FULL);
        }
    }

    private Connection around(Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                pass();
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof PreparedStatement statement ? around(statement) : result;
        };
        return (Connection) Proxy.newProxyInstance(
                StatementFaults.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private PreparedStatement around(PreparedStatement statement) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("executeUpdate")) {
                pass();
            }
            return invoke(statement, method, arguments);
        };
        return (PreparedStatement) Proxy.newProxyInstance(
                StatementFaults.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, handler);
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

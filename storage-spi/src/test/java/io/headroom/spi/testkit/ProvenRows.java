package io.headroom.spi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the conformance rows that passing tests prove to {@code target/proven-rows.txt} of the module, one a line. A row that
 * a failing test names too is left out, as far as the same JVM ran both. Several JVMs may add to the file at once. Found by the JUnit
 * platform as a service.
 */
public final class ProvenRows implements TestExecutionListener {
    private static final Path FILE = Path.of("target", "proven-rows.txt");

    private final Set<String> proven = new ConcurrentSkipListSet<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            return;
        }
        Set<String> rows = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? proven : failed;
        test.getSource().ifPresent(source -> add(source, rows));
    }

    private static void add(TestSource source, Set<String> rows) {
        if (source instanceof MethodSource method) {
            AnnotationSupport.findAnnotation(method.getJavaMethod(), Proves.class)
                    .ifPresent(proves -> rows.addAll(Arrays.asList(proves.value())));
            AnnotationSupport.findAnnotation(method.getJavaClass(), Proves.class)
                    .ifPresent(proves -> rows.addAll(Arrays.asList(proves.value())));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (proven.isEmpty() && failed.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            try (FileChannel file = FileChannel.open(
                            FILE, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock alone = file.lock()) {
                // The fast tests wrote it before the ones with real parts.
                Set<String> rows = new TreeSet<>(proven);
                rows.addAll(Files.readAllLines(FILE));
                rows.removeAll(failed);
                Files.write(FILE, rows);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the list of proven rows can't be written", e);
        }
    }
}

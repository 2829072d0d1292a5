package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of the kit share: a storage over an emptied place for each test, and short words for common steps. */
public abstract class ContractGroup {
    private static final int WRITERS = 8;

    private final Supplier<StorageFixture> fixtures;
    private StorageFixture fixture;
    private Storage storage;

    protected ContractGroup(Supplier<StorageFixture> fixtures) {
        this.fixtures = fixtures;
    }

    @BeforeEach
    final void openStorage() {
        fixture = fixtures.get();
        fixture.wipe();
        storage = fixture.open();
    }

    @AfterEach
    final void closeStorage() {
        if (storage != null) {
            assertThat(fixture.leftovers()).as("nothing is left of uploads").isEmpty();
            storage.close();
        }
    }

    protected final StorageFixture fixture() {
        return fixture;
    }

    protected final Storage storage() {
        return storage;
    }

    /** At the place where the kit works: elsewhere in a storage that is made of several it may be otherwise. */
    protected final boolean can(Capability capability) {
        ResourcePath here = path("/here");
        return storage.capabilities(here, here).contains(capability);
    }

    protected static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    protected final FileResource write(String path, String content) {
        return write(path, content, new Precondition.None());
    }

    protected final FileResource write(String path, String content, Precondition precondition) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return write(path(path), bytes, WriteRequest.ofLength(bytes.length).with(precondition));
    }

    protected final FileResource write(ResourcePath path, byte[] content, WriteRequest request) {
        try (PendingWrite write = storage.beginWrite(path, request)) {
            write.append(ByteBuffer.wrap(content));
            return write.commit();
        }
    }

    /**
     * Empty files, several at once: where each is a call or more to a server, this takes most of a test's time.
     *
     * @param begin their paths but for a number, from 0 on
     */
    protected final void writeMany(String begin, int count) {
        List<Callable<FileResource>> writes = IntStream.range(0, count)
                .<Callable<FileResource>>mapToObj(number -> () -> write(begin + number, ""))
                .toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (Future<FileResource> write : writers.invokeAll(writes)) {
                assertThat(write).succeedsWithin(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            writers.shutdownNow();
        }
    }

    protected final void makeCollection(String path) {
        storage.createCollection(path(path));
    }

    protected final String read(String path) {
        return new String(readBytes(path(path)), StandardCharsets.UTF_8);
    }

    protected final byte[] readBytes(ResourcePath path) {
        try (OpenFile file = storage.open(path)) {
            return readBytes(file, ByteRange.whole(file.resource().size()));
        }
    }

    protected static byte[] readBytes(OpenFile file, ByteRange range) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            file.transferTo(range, Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    protected final FileResource file(String path) {
        return (FileResource) storage.find(path(path)).orElseThrow();
    }

    protected final Optional<Resource> find(String path) {
        return storage.find(path(path));
    }

    protected final List<String> names(String collection) {
        try (Stream<Resource> members = storage.list(path(collection))) {
            return members.map(member -> member.path().name()).sorted().toList();
        }
    }
}

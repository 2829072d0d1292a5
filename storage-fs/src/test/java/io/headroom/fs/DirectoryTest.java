package io.headroom.fs;

import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A storage over a directory that the test also reaches by itself. */
abstract class DirectoryTest {
    @TempDir
    Path folder;

    Path root;
    Storage storage;

    @BeforeEach
    final void openStorage() throws IOException {
        root = Files.createDirectory(folder.resolve("root")).toRealPath();
        storage = open(Map.of("sync", "never"));
    }

    @AfterEach
    final void closeStorage() {
        storage.close();
    }

    final Storage open(Map<String, String> settings) {
        return DirectoryFixture.open(root, settings);
    }

    /** Closes the storage and opens the directory anew. */
    final void reopen(Map<String, String> settings) {
        storage.close();
        storage = open(settings);
    }

    static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    final void write(String path, String content) {
        write(path, content, WriteRequest.ofUnknownLength());
    }

    final void write(String path, String content, WriteRequest request) {
        try (PendingWrite write = storage.beginWrite(path(path), request)) {
            write.append(StandardCharsets.UTF_8.encode(content));
            write.commit();
        }
    }

    final String read(String path) throws IOException {
        try (OpenFile file = storage.open(path(path))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            file.transferTo(ByteRange.whole(file.resource().size()), Channels.newChannel(bytes));
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    final List<String> names(String collection) {
        try (Stream<Resource> members = storage.list(path(collection))) {
            return members.map(member -> member.path().name()).sorted().toList();
        }
    }

    static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }
}

package io.headroom.s3;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** Short words for what tests do to a storage. */
final class Changes {
    private static final int PIECE = 100_000;

    private Changes() {}

    static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    static FileResource write(Storage storage, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return write(storage, path, bytes, WriteRequest.ofLength(bytes.length));
    }

    /** In pieces, as a server gets them. */
    static FileResource write(Storage storage, String path, byte[] content, WriteRequest request) {
        try (PendingWrite write = storage.beginWrite(path(path), request)) {
            append(write, content);
            return write.commit();
        }
    }

    static void append(PendingWrite write, byte[] content) {
        for (int from = 0; from < content.length; from += PIECE) {
            write.append(ByteBuffer.wrap(content, from, Math.min(PIECE, content.length - from)));
        }
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static String read(Storage storage, String path) {
        return new String(readBytes(storage, path), StandardCharsets.UTF_8);
    }

    static byte[] readBytes(Storage storage, String path) {
        try (OpenFile file = storage.open(path(path))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            file.transferTo(ByteRange.whole(file.resource().size()), Channels.newChannel(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(Storage storage) {
        try (Stream<Resource> members = storage.list(ResourcePath.ROOT)) {
            return members.map(member -> member.path().name()).sorted().toList();
        }
    }

    /** The failure of a change that must fail. */
    static StorageException failure(Runnable change) {
        return Assertions.catchThrowableOfType(StorageException.class, change::run);
    }
}

package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reading whole files: metadata and bytes of one version. */
public abstract class ReadContract extends ContractGroup {
    protected ReadContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("HTTP-HEAD-01")
    void theMetadataIsThatOfFind() {
        write("/a", "hello");
        try (OpenFile file = storage().open(path("/a"))) {
            assertThat(file.resource()).isEqualTo(file("/a"));
        }
    }

    @Test
    @Proves("DAV-PUT-06")
    void anOpenFileStaysTheVersionItWas() {
        write("/a", "old bytes");
        try (OpenFile file = storage().open(path("/a"))) {
            write("/a", "new");
            assertThat(file.resource().size()).isEqualTo(9);
            assertThat(new String(readBytes(file, ByteRange.whole(9)), StandardCharsets.UTF_8))
                    .isEqualTo("old bytes");
        }
        assertThat(read("/a")).isEqualTo("new");
    }

    @Test
    void anOpenFileOutlivesItsName() {
        write("/a", "bytes");
        try (OpenFile file = storage().open(path("/a"))) {
            storage().delete(path("/a"));
            assertThat(readBytes(file, ByteRange.whole(5))).hasSize(5);
        }
    }

    @Test
    void whatIsMissingIsNotFound() {
        write("/file", "x");
        for (String path : new String[] {"/missing", "/missing/a"}) {
            assertMissing(path);
        }
        if (fixture().findsNothingBelowFiles()) {
            assertMissing("/file/a");
        }
    }

    private void assertMissing(String path) {
        assertThat(find(path)).isEmpty();
        assertThatThrownBy(() -> storage().open(path(path))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aCollectionHasNoBytes() {
        makeCollection("/c");
        assertThatThrownBy(() -> storage().open(path("/c"))).isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> storage().open(path("/"))).isInstanceOf(WrongKindException.class);
    }

    @Test
    void theReadersFailureComesBackUnchanged() {
        write(path("/a"), new byte[3_000_000], WriteRequest.ofUnknownLength());
        IOException gone = new IOException("the client went away");
        try (OpenFile file = storage().open(path("/a"))) {
            assertThatThrownBy(() -> file.transferTo(ByteRange.whole(3_000_000), new FailingChannel(gone)))
                    .isSameAs(gone);
        }
    }

    @Test
    void mayBeReadTwice() {
        write("/a", "again");
        try (OpenFile file = storage().open(path("/a"))) {
            assertThat(readBytes(file, ByteRange.whole(5))).isEqualTo(readBytes(file, ByteRange.whole(5)));
        }
    }

    private static final class FailingChannel implements WritableByteChannel {
        private final IOException failure;

        FailingChannel(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            throw failure;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

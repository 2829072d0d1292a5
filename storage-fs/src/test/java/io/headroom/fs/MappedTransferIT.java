package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.UnexpectedStorageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large files into a real socket, where the kernel reads the mapped pages by itself. */
class MappedTransferIT extends DirectoryTest {
    private static final int LARGE = 5 * 1024 * 1024 + 1;

    private ServerSocketChannel server;
    private SocketChannel out;
    private CompletableFuture<Long> received;

    @BeforeEach
    void connect() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        out = SocketChannel.open(server.getLocalAddress());
        SocketChannel in = server.accept();
        received = CompletableFuture.supplyAsync(() -> drain(in));
        try (var write = storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength())) {
            write.append(bytes(LARGE));
            write.commit();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        out.close();
        server.close();
    }

    private static long drain(SocketChannel in) {
        try (in) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer.clear())) {
                bytes += read;
            }
            return bytes;
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void allBytesArrive() throws Exception {
        try (OpenFile file = storage.open(path("/a"))) {
            file.transferTo(ByteRange.whole(LARGE), out);
        }
        out.close();
        assertThat(received.get()).isEqualTo(LARGE);
    }

    @Test
    void aFileThatIsCutIsAFailureOfTheStorageNotOfTheClient() throws IOException {
        WritableByteChannel cutting = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                try (FileChannel file = FileChannel.open(root.resolve("a"), StandardOpenOption.WRITE)) {
                    file.truncate(10);
                }
                return out.write(source);
            }

            @Override
            public boolean isOpen() {
                return out.isOpen();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
        try (OpenFile file = storage.open(path("/a"))) {
            assertThatThrownBy(() -> file.transferTo(ByteRange.whole(LARGE), cutting))
                    .isInstanceOf(UnexpectedStorageException.class);
        }
    }
}

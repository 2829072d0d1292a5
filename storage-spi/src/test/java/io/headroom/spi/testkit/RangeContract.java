package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.WriteRequest;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading parts of a file; the sizes lie around the borders of buffers and windows. */
public abstract class RangeContract extends ContractGroup {
    private static final int SIZE = 2 * 1024 * 1024 + 4097;

    protected RangeContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 1",
        "0, 4096",
        "1, 4096",
        "4095, 2",
        "0, 131072",
        "1, 131072",
        "131071, 2",
        "0, 1048576",
        "1, 1048576",
        "1048575, 2",
        "4097, 1048576",
        "1048577, 1048576",
        "0, 2101249",
        "1, 2101248",
        "2101248, 1",
        "2101249, 0"
    })
    @Proves("HTTP-RNG-01")
    void sendsExactlyTheRange(int offset, int length) {
        byte[] bytes = new byte[SIZE];
        new Random(offset).nextBytes(bytes);
        write(path("/a"), bytes, WriteRequest.ofLength(SIZE));
        try (OpenFile file = storage().open(path("/a"))) {
            assertThat(readBytes(file, new ByteRange(offset, length)))
                    .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    @Test
    void refusesWhatLiesOutside() {
        write("/a", "12345");
        try (OpenFile file = storage().open(path("/a"))) {
            assertThatThrownBy(() -> readBytes(file, new ByteRange(3, 3)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}

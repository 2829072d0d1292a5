package io.headroom.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Capacity.Fit;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small values of the SPI. */
class ValuesTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");
    private static final EntityTag TAG = EntityTag.strong("1");
    private static final Optional<Resource> FILE =
            Optional.of(new FileResource(PATH, 1, TAG, Instant.EPOCH, Optional.empty(), Optional.empty()));
    private static final Optional<Resource> COLLECTION =
            Optional.of(new CollectionResource(PATH, Optional.empty(), Optional.empty()));
    private static final Optional<Resource> NOTHING = Optional.empty();

    @ParameterizedTest
    @CsvSource({"0, FITS", "9, FITS", "10, FITS", "11, TOO_BIG", "9223372036854775807, TOO_BIG"})
    @Proves("QUOTA-PF-10")
    void boundedRoom(long bytes, Fit expected) {
        Capacity room = new Capacity.Bounded(10, 5, 15, Instant.EPOCH);
        assertThat(room.fit(bytes)).isEqualTo(expected);
        assertThat(room.availableBytes()).hasValue(10);
        assertThat(room.usedBytes()).hasValue(5);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1"})
    @Proves("QUOTA-PF-04")
    void roomIsNeverNegative(long available, long used, long total) {
        assertThatThrownBy(() -> new Capacity.Bounded(available, used, total, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unlimitedAndUnknownAreTwoThings() {
        Capacity unbounded = new Capacity.Unbounded(5);
        assertThat(unbounded.fit(Long.MAX_VALUE)).isEqualTo(Fit.FITS);
        assertThat(unbounded.availableBytes()).isEmpty();
        assertThat(unbounded.usedBytes()).hasValue(5);
        Capacity unknown = new Capacity.Unknown("nobody counted");
        assertThat(unknown.fit(0)).isEqualTo(Fit.CANNOT_SAY);
        assertThat(unknown.availableBytes()).isEqualTo(OptionalLong.empty());
        assertThat(unknown.usedBytes()).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -1", "1, 9223372036854775807", "9223372036854775807, 1"})
    void badRanges(long offset, long length) {
        assertThatThrownBy(() -> new ByteRange(offset, length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ranges() {
        assertThat(ByteRange.whole(7)).isEqualTo(new ByteRange(0, 7));
        assertThat(new ByteRange(3, 4).end()).isEqualTo(7);
        assertThat(new ByteRange(Long.MAX_VALUE, 0).end()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, 1, false, true, true",
        "1, true, 1, true, false, true",
        "1, false, 1, true, false, true",
        "1, false, 2, false, false, false"
    })
    void tags(String one, boolean oneWeak, String other, boolean otherWeak, boolean strongly, boolean weakly) {
        EntityTag first = new EntityTag(one, oneWeak);
        EntityTag second = new EntityTag(other, otherWeak);
        assertThat(first.matchesStrongly(second)).isEqualTo(strongly);
        assertThat(first.matchesWeakly(second)).isEqualTo(weakly);
    }

    @Test
    void tagsAsTheyStandInHeaders() {
        assertThat(TAG).hasToString("\"1\"");
        assertThat(new EntityTag("1", true)).hasToString("W/\"1\"");
    }

    @Test
    void preconditions() {
        assertThat(new Precondition.None().holds(FILE)).isTrue();
        assertThat(new Precondition.None().holds(NOTHING)).isTrue();
        assertThat(new Precondition.MustNotExist().holds(FILE)).isFalse();
        assertThat(new Precondition.MustNotExist().holds(NOTHING)).isTrue();
        assertThat(new Precondition.MustExist().holds(COLLECTION)).isTrue();
        assertThat(new Precondition.MustExist().holds(NOTHING)).isFalse();
        assertThat(new Precondition.MustMatch(TAG).holds(FILE)).isTrue();
        assertThat(new Precondition.MustMatch(EntityTag.strong("2")).holds(FILE))
                .isFalse();
        assertThat(new Precondition.MustMatch(TAG).holds(COLLECTION)).isFalse();
        assertThat(new Precondition.MustMatch(TAG).holds(NOTHING)).isFalse();
    }

    @Test
    void writeRequests() {
        assertThat(WriteRequest.ofUnknownLength().expectedBytes()).isEmpty();
        WriteRequest request = WriteRequest.ofLength(5).with(new Precondition.MustExist());
        assertThat(request.expectedBytes()).hasValue(5);
        assertThat(request.precondition()).isEqualTo(new Precondition.MustExist());
    }
}

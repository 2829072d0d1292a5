package io.headroom.server.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerNoncesTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ServerNonces nonces = new ServerNonces(2, clock);

    @Test
    @Proves("EXT-AUTH-02")
    void eachCountIsGoodOnce() {
        String nonce = nonces.next();
        assertThat(nonces.use(nonce, "alice", 1)).isTrue();
        assertThat(nonces.use(nonce, "alice", 1)).isFalse();
        assertThat(nonces.use(nonce, "alice", 3)).isTrue();
        assertThat(nonces.use(nonce, "alice", 2)).as("overtaken").isTrue();
        assertThat(nonces.use(nonce, "alice", 2)).isFalse();
        assertThat(nonces.use(nonce, "alice", 0)).isFalse();
    }

    @Test
    void aLeapForgetsNothing() {
        String nonce = nonces.next();
        for (long count = 1; count <= 1000; count++) {
            assertThat(nonces.use(nonce, "alice", count)).isTrue();
        }
        assertThat(nonces.use(nonce, "alice", 0xFFFFFFFFL)).isTrue();
        assertThat(nonces.use(nonce, "alice", 0xFFFFFFFEL)).isTrue();
        for (long count = 1; count <= 1000; count++) {
            assertThat(nonces.use(nonce, "alice", count)).isFalse();
        }
        assertThat(nonces.use(nonce, "alice", 0xFFFFFFFFL)).isFalse();
        assertThat(nonces.use(nonce, "alice", 0xFFFFFFFFL - 256))
                .as("too far back to tell")
                .isFalse();
    }

    @Test
    @Proves("EXT-AUTH-02")
    void itIsTooOldAfterFiveMinutes() {
        String nonce = nonces.next();
        assertThat(nonces.use(nonce, "alice", 1)).isTrue();
        clock.advance(Duration.ofSeconds(299));
        assertThat(nonces.use(nonce, "alice", 2)).isTrue();
        assertThat(nonces.isKnown(nonce, "alice")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(nonces.use(nonce, "alice", 3)).isFalse();
        assertThat(nonces.isKnown(nonce, "alice")).isFalse();
    }

    @Test
    void whatIsNotOursIsNone() {
        String nonce = nonces.next();
        String other = new ServerNonces(2, clock).next();
        char first = nonce.charAt(0);
        String changed = (first == 'A' ? 'B' : 'A') + nonce.substring(1);
        for (String wrong : new String[] {"", "x", "\u00e4\u00e4", other, changed, nonce + "A"}) {
            assertThat(nonces.use(wrong, "alice", 1)).as(wrong).isFalse();
        }
    }

    @Test
    void whatWasDroppedForOthersCanNotBeUsedAgain() {
        String first = nonces.next();
        assertThat(nonces.use(first, "alice", 1)).isTrue();
        String second = nonces.next();
        clock.advance(Duration.ofMillis(1));
        String third = nonces.next();
        assertThat(nonces.use(second, "alice", 1)).isTrue();
        assertThat(nonces.use(third, "alice", 1)).isTrue();
        assertThat(nonces.use(first, "alice", 1)).as("heard by somebody").isFalse();
        assertThat(nonces.use(first, "alice", 2)).isFalse();
        assertThat(nonces.use(third, "alice", 2)).as("still there").isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(nonces.use(nonces.next(), "alice", 1)).isTrue();
    }

    @Test
    void itIsKnownForWhoeverProvedItself() {
        String nonce = nonces.next();
        assertThat(nonces.isKnown(nonce, "alice")).isFalse();
        nonces.use(nonce, "alice", 1);
        assertThat(nonces.isKnown(nonce, "alice")).isTrue();
        assertThat(nonces.isKnown(nonce, "bob")).isFalse();
    }
}

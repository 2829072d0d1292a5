package io.headroom.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.MutableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsPerAddressTest {
    private static final int MOST = 2;

    private final InetAddress proxy = address("192.0.2.9");
    private final ConnectionsPerAddress limit =
            new ConnectionsPerAddress(MOST, proxy::equals, new MutableClock(Instant.EPOCH));

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean admits(String connection, String address) {
        return limit.admits(connection, address(address));
    }

    @Test
    void eachAddressHasItsOwnLimit() {
        assertThat(admits("a", "192.0.2.1")).isTrue();
        assertThat(admits("b", "192.0.2.1")).isTrue();
        assertThat(admits("c", "192.0.2.1")).isFalse();
        assertThat(admits("d", "192.0.2.2")).isTrue();
        assertThat(limit.refused()).isEqualTo(1);
        assertThat(limit.open()).isEqualTo(3);
    }

    @Test
    void anEndMakesPlaceForOneAndNotForMore() {
        admits("a", "192.0.2.1");
        admits("b", "192.0.2.1");
        admits("c", "192.0.2.1");
        // One that was never let in has no place to give back, and nobody gives back twice.
        limit.closed("c");
        limit.closed("a");
        limit.closed("a");
        assertThat(admits("d", "192.0.2.1")).isTrue();
        assertThat(admits("e", "192.0.2.1")).isFalse();
        for (String connection : List.of("b", "d")) {
            limit.closed(connection);
        }
        assertThat(limit.open()).isZero();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        assertThat(admits("a", "2001:db8:0:1::1")).isTrue();
        assertThat(admits("b", "2001:db8:0:1:ffff::1")).isTrue();
        assertThat(admits("c", "2001:db8:0:1:2::1")).isFalse();
        assertThat(admits("d", "2001:db8:0:2::1")).isTrue();
    }

    @Test
    void trustedProxiesDoNotCount() {
        for (int i = 0; i < 5; i++) {
            assertThat(limit.admits("proxy" + i, proxy)).isTrue();
        }
        assertThat(limit.open()).isZero();
    }

    @Test
    void zeroIsNoLimit() {
        ConnectionsPerAddress none = new ConnectionsPerAddress(0, address -> false, new MutableClock(Instant.EPOCH));
        for (int i = 0; i < 5; i++) {
            assertThat(none.admits("c" + i, proxy)).isTrue();
        }
    }
}

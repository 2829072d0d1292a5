package io.headroom.server.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeOrderTest {
    @Test
    void aCollectionStandsDirectlyBeforeAllThatLiesBelowIt() {
        List<ResourcePath> ordered = Stream.of(
                        "/", "/a", "/a/!", "/a/b", "/a/b/c", "/a/b ", "/a/b-c", "/a/c", "/a ", "/a!", "/a-b", "/a.",
                        "/a0", "/ab", "/ä", "/😀")
                .map(ResourcePath::parse)
                .toList();
        List<ResourcePath> mixed = new ArrayList<>(ordered);
        Collections.shuffle(mixed, new Random(1));

        mixed.sort(TreeOrder.INSTANCE);

        assertThat(mixed).isEqualTo(ordered);
    }
}

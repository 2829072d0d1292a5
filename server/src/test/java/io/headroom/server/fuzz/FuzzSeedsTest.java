package io.headroom.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each target of the fuzzer with the inputs that it begins with, and those that once found something: without the fuzzer. */
class FuzzSeedsTest {
    static final Path SEEDS = Path.of("src/test/resources/io/headroom/server/fuzz");

    static final Map<Class<?>, Consumer<byte[]>> TARGETS = Map.of(
            IfHeaderTarget.class, IfHeaderTarget::fuzzerTestOneInput,
            HeadersTarget.class, HeadersTarget::fuzzerTestOneInput,
            HrefTarget.class, HrefTarget::fuzzerTestOneInput,
            XmlBodiesTarget.class, XmlBodiesTarget::fuzzerTestOneInput,
            FormTarget.class, FormTarget::fuzzerTestOneInput);

    static Stream<Arguments> seeds() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (Class<?> target : TARGETS.keySet()) {
            try (Stream<Path> files = Files.list(SEEDS.resolve(target.getSimpleName()))) {
                files.forEach(file -> all.add(Arguments.of(target, file.getFileName())));
            }
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsWell(Class<?> target, Path seed) throws IOException {
        Consumer<byte[]> called = TARGETS.get(target);
        assertThat(called).isNotNull();
        called.accept(Files.readAllBytes(SEEDS.resolve(target.getSimpleName()).resolve(seed)));
    }
}

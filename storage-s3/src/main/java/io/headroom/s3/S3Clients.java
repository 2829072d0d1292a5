package io.headroom.s3;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The SDK's clients over one pool of connections, set so that they work with old and new stores alike: no checksum that wasn't
 * asked for (old RGWs refuse the trailers that carry them), and no signing in chunks (they refuse empty bodies then). So every
 * body must be one that can be read twice, as a buffer is. Thread-safe; closed by whoever opened it.
 */
final class S3Clients implements AutoCloseable {
    /** Shorter than any store keeps an idle connection, so that none is found closed when it is needed. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final int TRIES = 3;

    private final SdkHttpClient connections;
    private final AwsCredentialsProvider credentials;
    private final S3Settings settings;
    private final S3Client repeating;
    private final S3Client once;

    private S3Clients(S3Settings settings, List<ExecutionInterceptor> observers) {
        connections = Apache5HttpClient.builder()
                .maxConnections(settings.connections())
                .connectionTimeout(settings.times().connect())
                .socketTimeout(settings.times().socket())
                .connectionAcquisitionTimeout(settings.times().connect())
                .connectionMaxIdleTime(IDLE)
                .tcpKeepAlive(true)
                .build();
        this.settings = settings;
        credentials = credentials(settings);
        repeating = client(
                connections,
                credentials,
                DefaultRetryStrategy.standardStrategyBuilder()
                        .maxAttempts(TRIES)
                        .retryOnException(S3Failures::isWorthRepeating)
                        .build(),
                observers);
        once = client(connections, credentials, DefaultRetryStrategy.doNotRetry(), observers);
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException when neither the settings nor the environment name a region */
    static S3Clients open(S3Settings settings) {
        return open(settings, List.of());
    }

    /** @param observers see each call, to count them */
    static S3Clients open(S3Settings settings, List<ExecutionInterceptor> observers) {
        return new S3Clients(settings, observers);
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.keys()
                .<AwsCredentialsProvider>map(keys ->
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.access(), keys.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private S3Client client(
            SdkHttpClient connections,
            AwsCredentialsProvider credentials,
            RetryStrategy retries,
            List<ExecutionInterceptor> observers) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(connections)
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(
                        calls -> calls.apiCallTimeout(settings.times().call())
                                .retryStrategy(retries)
                                .executionInterceptors(observers)
                                .addExecutionInterceptor(new EchoedNames()));
        settings.endpoint().ifPresent(builder::endpointOverride);
        settings.region()
                .map(Region::of)
                .or(() -> settings.endpoint().map(endpoint -> Region.US_EAST_1))
                .ifPresent(builder::region);
        return builder.build();
    }

    /** For calls that may be repeated: a read, a removal, an upload of a part. */
    S3Client repeating() {
        return repeating;
    }

    /** For calls whose repetition might meet their own first success: what is conditional, or puts an object in its place. */
    S3Client once() {
        return once;
    }

    /** Credentials that outlast the client they are given to, which closes what can be closed. */
    private record Lent(AwsCredentialsProvider credentials) implements AwsCredentialsProvider {
        @Override
        public AwsCredentials resolveCredentials() {
            return credentials.resolveCredentials();
        }
    }

    /** For calls whose bytes come to harm on their way. The caller closes it. */
    S3Client damaging() {
        return client(
                new DamagingConnections(connections),
                new Lent(credentials),
                DefaultRetryStrategy.doNotRetry(),
                List.of());
    }

    @Override
    public void close() {
        repeating.close();
        once.close();
        connections.close();
    }
}

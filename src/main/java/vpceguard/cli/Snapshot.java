package vpceguard.cli;

import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Endpoints as AWS showed them at one time, in a file.
final class Snapshot {
    static final String MEMBER = "VpcEndpoints";

    @Option(names = "--endpoints", paramLabel = "FILE", description = "what aws ec2 describe-vpc-endpoints prints")
    private Optional<String> file = Optional.empty();

    boolean isGiven() {
        return file.isPresent();
    }

    /// What the file holds; empty if none is given.
    <T> Optional<Input<T>> read(Function<Shown, T> reader) {
        return file.map(name -> TextFile.read(name, document -> Shown.read(document, reader)));
    }
}

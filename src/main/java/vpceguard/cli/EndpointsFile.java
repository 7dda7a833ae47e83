package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import vpceguard.cli.shown.ShownEndpoint;

/// A file of endpoints as AWS showed them at one time.
final class EndpointsFile {
    @Option(names = "--endpoints", paramLabel = "FILE", description = "what aws ec2 describe-vpc-endpoints prints")
    private Optional<String> file = Optional.empty();

    boolean isGiven() {
        return file.isPresent();
    }

    /// What the file holds; empty if none is given.
    Optional<Input<List<ShownEndpoint>>> read() {
        return file.map(name -> TextFile.read(name, ShownEndpoint::readAll));
    }
}

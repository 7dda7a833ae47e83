package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;

/// A store of the last good perimeter documents, for when their source fails.
public interface PerimeterShelf {
    /// The document read last, and the one whose ceilings were last written by.
    record Kept(Optional<Document> latest, Optional<Document> applied) {}

    /// A document with its version.
    ///
    /// @param seen when this stack read it first
    record Document(String text, String version, Instant seen) {}

    Kept kept();

    void keepLatest(Document document);

    void keepApplied(Document document);
}

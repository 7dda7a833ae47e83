package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;

/// Good perimeter documents, kept where a failing source does not matter.
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

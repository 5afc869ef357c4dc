// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.Json;
import dev.lastgood.json.PlanJson;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.port.Ledger.Contents;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Commits of the ledger read as what they mean. Nothing is returned that does not fit together.
final class EntryReader {
  static final String LIVE = "live";
  static final String CANDIDATE = "candidate";
  static final String RECORD = "record.json";

  private final LedgerObjects objects;

  EntryReader(LedgerObjects objects) {
    this.objects = objects;
  }

  /// Reads an entry and holds its record against its tree.
  StoredEntry entry(ObjectId id) throws IOException {
    return entry(objects.commit(id));
  }

  /// The same of a commit that has been read.
  StoredEntry entry(RevCommit commit) throws IOException {
    ObjectId id = commit.copy();
    Map<String, ObjectId> files = objects.files(commit.getTree());
    RecordJson.Stored stored = record(id, files, RecordJson::read);
    Optional<BlobId> live = stored.attempt().change().after().content();
    if (!live.equals(Optional.ofNullable(files.get(LIVE)).map(EntryReader::blobId))) {
      throw new LedgerDamaged(
          "entry %s holds other live bytes than its record says".formatted(id.name()));
    }
    boolean joins = stored.attempt().outcome() == OutcomeKind.JOINED;
    if (joins != (commit.getParentCount() == 2)) {
      throw new LedgerDamaged(
          "entry %s is %s and has %d parents"
              .formatted(id.name(), stored.attempt().outcome().word(), commit.getParentCount()));
    }
    Entry entry = new Entry(entryId(id), stored.at(), stored.attempt(), stored.swap());
    return new StoredEntry(entry, commit, stored.intent());
  }

  /// Reads an intent.
  Intent intent(ObjectId id) throws IOException {
    Map<String, ObjectId> files = objects.files(objects.commit(id).getTree());
    return record(id, files, json -> PlanJson.read(entryId(id), json));
  }

  /// Reads the bytes that an entry or an intent holds.
  Contents contents(ObjectId id) throws IOException {
    Map<String, ObjectId> files = objects.files(objects.commit(id).getTree());
    return new Contents(content(files, LIVE), content(files, CANDIDATE));
  }

  private Optional<Content> content(Map<String, ObjectId> files, String name) throws IOException {
    ObjectId id = files.get(name);
    return id == null ? Optional.empty() : Optional.of(Content.of(objects.blob(id)));
  }

  /// What was live before an entry on this host: its first parent. None for the first entry.
  static Optional<ObjectId> parent(RevCommit commit) throws LedgerDamaged {
    return parents(commit).stream().findFirst();
  }

  /// The entries that an entry follows: one, none for the first, two for a join.
  static List<ObjectId> parents(RevCommit commit) throws LedgerDamaged {
    if (commit.getParentCount() > 2) {
      throw new LedgerDamaged(
          "entry %s has %d parents".formatted(commit.name(), commit.getParentCount()));
    }
    return Arrays.stream(commit.getParents()).map(RevCommit::copy).toList();
  }

  private <T> T record(ObjectId id, Map<String, ObjectId> files, Function<Json, T> form)
      throws IOException {
    ObjectId record = files.get(RECORD);
    if (record == null) {
      throw new LedgerDamaged("entry " + id.name() + " has no " + RECORD);
    }
    byte[] bytes = objects.blob(record);
    try {
      return form.apply(Json.parse(bytes));
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no record
      throw new LedgerDamaged(
          "the %s of entry %s cannot be read: %s".formatted(RECORD, id.name(), e.getMessage()), e);
    }
  }

  static EntryId entryId(ObjectId id) {
    return new EntryId(new CommitId(id.name()));
  }

  static ObjectId objectId(EntryId id) {
    return ObjectId.fromString(id.commit().hex());
  }

  static ObjectId objectId(BlobId id) {
    return ObjectId.fromString(id.hex());
  }

  private static BlobId blobId(ObjectId id) {
    return new BlobId(id.name());
  }

  /// An entry and what only the ledger knows of it.
  ///
  /// @param intent the intent that it settled
  record StoredEntry(Entry entry, RevCommit commit, Optional<EntryId> intent) {}
}

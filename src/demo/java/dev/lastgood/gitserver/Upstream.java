// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import com.sun.net.httpserver.HttpHandler;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Person;
import dev.lastgood.model.RepoPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TreeFormatter;

/// The app team's repository: a bare one on disk, whose branch moves by reviewed merges.
///
/// An author's commit and the reviewer's merge of it are two commits, as on a forge: who wrote the
/// change and who merged it are two questions.
public final class Upstream implements AutoCloseable {
  /// The branch that everything is merged into.
  public static final String BRANCH = "master";

  /// The file that is deployed.
  public static final RepoPath FILE = new RepoPath("powersync/sync-rules.yaml");

  /// Where a server has it.
  public static final String PATH = "apps/fit.git";

  private static final String REF = Constants.R_HEADS + BRANCH;
  private static final Person REVIEWER = new Person("Noor Haddad", "noor@fit.example");
  private static final String README = "# fit\n\nWorkouts, on the phone and offline.\n";

  private final Repository repository;
  private Instant clock = Instant.now().minus(Duration.ofHours(3));
  private int pullRequest = 40;

  private Upstream(Repository repository) {
    this.repository = repository;
  }

  /// Creates the repository, with the history of an app that has no sync rules yet.
  public static Upstream create(Path directory) throws IOException {
    IsolatedSystem.install();
    Repository repository = new FileRepository(directory.toFile());
    repository.create(true);
    StoredConfig config = repository.getConfig();
    config.setBoolean("uploadpack", null, "allowFilter", true);
    config.save();
    repository.updateRef(Constants.HEAD, true).link(REF);
    Upstream upstream = new Upstream(repository);
    try (ObjectInserter objects = repository.newObjectInserter()) {
      TreeFormatter root = new TreeFormatter();
      root.append("README.md", FileMode.REGULAR_FILE, blob(objects, README));
      CommitBuilder first = upstream.commit(REVIEWER, "Start of the app", List.of());
      first.setTreeId(objects.insert(root));
      upstream.publish(objects, objects.insert(first));
    }
    return upstream;
  }

  /// What serves it, at [#PATH].
  public HttpHandler servedTo(BasicCredentials reader) {
    return new UploadPackHandler(PATH, repository, reader);
  }

  /// Commits sync rules straight to the branch, as in the days before there were reviews.
  ///
  /// @return the commit, now the branch's tip
  public CommitId push(Person author, String subject, String rules) throws IOException {
    try (ObjectInserter objects = repository.newObjectInserter()) {
      CommitBuilder change = commit(author, subject, List.of(tip()));
      change.setTreeId(tree(objects, rules));
      ObjectId pushed = objects.insert(change);
      publish(objects, pushed);
      return new CommitId(pushed.name());
    }
  }

  /// Commits new sync rules on a branch of their own and merges that.
  ///
  /// @return the merge, now the branch's tip
  public CommitId merge(Person author, String subject, String rules) throws IOException {
    ObjectId tip = tip();
    try (ObjectInserter objects = repository.newObjectInserter()) {
      CommitBuilder change = commit(author, subject, List.of(tip));
      change.setTreeId(tree(objects, rules));
      ObjectId changed = objects.insert(change);
      pullRequest++;
      String title = "Merge pull request '" + subject + "' (#" + pullRequest + ")";
      CommitBuilder merge = commit(REVIEWER, title, List.of(tip, changed));
      merge.setTreeId(change.getTreeId());
      ObjectId merged = objects.insert(merge);
      publish(objects, merged);
      return new CommitId(merged.name());
    }
  }

  /// Lets another branch name the tip as it is now.
  public void branch(String name) throws IOException {
    try (ObjectInserter objects = repository.newObjectInserter()) {
      publish(objects, Constants.R_HEADS + name, tip());
    }
  }

  private ObjectId tip() throws IOException {
    ObjectId tip = repository.resolve(REF);
    if (tip == null) {
      throw new IOException(REF + " is gone from " + repository.getDirectory());
    }
    return tip;
  }

  private CommitBuilder commit(Person author, String message, List<ObjectId> parents) {
    clock = clock.plus(Duration.ofMinutes(7));
    PersonIdent who = new PersonIdent(author.name(), author.email(), clock, ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage(message + "\n");
    commit.setParentIds(parents);
    return commit;
  }

  private static ObjectId tree(ObjectInserter objects, String rules) throws IOException {
    TreeFormatter folder = new TreeFormatter();
    folder.append(FILE.elements().getLast(), FileMode.REGULAR_FILE, blob(objects, rules));
    TreeFormatter root = new TreeFormatter();
    root.append("README.md", FileMode.REGULAR_FILE, blob(objects, README));
    root.append(FILE.elements().getFirst(), FileMode.TREE, objects.insert(folder));
    return objects.insert(root);
  }

  private static ObjectId blob(ObjectInserter objects, String text) throws IOException {
    return objects.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
  }

  private void publish(ObjectInserter objects, ObjectId commit) throws IOException {
    publish(objects, REF, commit);
  }

  private void publish(ObjectInserter objects, String ref, ObjectId commit) throws IOException {
    objects.flush();
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(commit);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException(ref + " could not be moved: " + result);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}

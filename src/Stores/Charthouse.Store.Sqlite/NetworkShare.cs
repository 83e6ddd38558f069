namespace Charthouse.Store.Sqlite;

/// <summary>SQLite needs locks and shared memory that network shares do not keep: two machines, or one that was cut off, would break the file.</summary>
internal static class NetworkShare
{
    private static readonly HashSet<string> shares = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "glusterfs", "lustre", "gpfs", "gfs2", "ocfs2", "beegfs", "webdav", "davfs",
        // Folders of the machine that this virtual machine or container runs on.
        "9p", "virtiofs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "prl_fs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.cephfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs2", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.gcsfuse", "fuse.blobfuse", "fuse.blobfuse2", "fuse.juicefs", "fuse.mfs",
    };

    /// <param name="folder">Folder.</param>
    /// <param name="typeOf">Says the type of the share that holds a folder; <c>null</c> on a local disk.</param>
    /// <exception cref="InvalidDataException">The folder lies on a network share.</exception>
    public static void Refuse(string folder, Func<string, string?> typeOf)
    {
        if (typeOf(Path.GetFullPath(folder)) is { } type)
            throw new InvalidDataException($"The data directory {folder} lies on a network share ({type}). SQLite would lose data there: use a local disk, or keep the database on PostgreSQL (--postgres CONNECTION) and only the lake on the share.");
    }

    /// <summary>The type of the share that holds a folder; <c>null</c> on a local disk.</summary>
    public static string? TypeOf(string folder)
    {
        if (OperatingSystem.IsLinux()) return TypeOf(Resolve(folder), File.ReadAllText("/proc/self/mountinfo"));
        if (OperatingSystem.IsWindows() && folder.StartsWith(@"\\", StringComparison.Ordinal)) return "a UNC path";
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder) is { DriveType: DriveType.Network } drive ? drive.DriveFormat : null;
    }

    /// <summary>The type of the share that holds a folder, by the mounts of Linux (proc(5), mountinfo); <c>null</c> on a local disk.</summary>
    internal static string? TypeOf(string folder, string mountinfo)
    {
        var (longest, type) = (-1, "");
        foreach (var line in mountinfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // 36 35 98:0 /root /mount/point options… - type source options; spaces stand as \040.
            var halves = line.Split(" - ", 2);
            var fields = halves[0].Split(' ');
            if (halves.Length < 2 || fields.Length < 5) continue;
            var point = fields[4].Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal).Replace(@"\012", "\n", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);
            var isUnder = point == "/" || folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal);
            // The later of two mounts at one point hides the earlier one.
            if (isUnder && point.Length >= longest) (longest, type) = (point.Length, halves[1].Split(' ')[0]);
        }

        return shares.Contains(type) ? type : null;
    }

    // A link may lead from a local disk to a share.
    private static string Resolve(string folder)
    {
        var resolved = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Combine(resolved, part);
            if (new DirectoryInfo(resolved).ResolveLinkTarget(returnFinalTarget: true) is { } target) resolved = target.FullName;
        }

        return resolved;
    }
}

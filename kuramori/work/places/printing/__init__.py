"""Papers of this room: signs, badges, tags, labels and lists, set by the press in its child process."""

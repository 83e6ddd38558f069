namespace Charthouse.Ui;

public enum ChipKind { Quiet, Accent, Concern, Error, Line }

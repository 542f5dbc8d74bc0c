/** The counts of a consultation: asked, answered, disposed always add up. Pure. */

export interface Asked {
  readonly answer: 'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion' | null;
  readonly answered: string | null;
  readonly due: string;
}

export interface Said {
  readonly disposition: 'accepted' | 'partly' | 'explained' | null;
}

export interface ConsultationCounts {
  readonly asked: number;
  readonly answered: number;
  readonly answeredLate: number;
  readonly notAnswered: number;
  readonly agreed: number;
  readonly agreedWithComments: number;
  readonly comments: number;
  readonly disposed: number;
  readonly open: number;
}

/** asked = answered + not answered; comments = disposed + open. Late is measured against each invitee's own day. */
export function countConsultation(invitations: readonly Asked[], comments: readonly Said[]): ConsultationCounts {
  const answered = invitations.filter((one) => one.answer !== null);
  const disposed = comments.filter((one) => one.disposition !== null);
  return {
    asked: invitations.length,
    answered: answered.length,
    answeredLate: answered.filter((one) => one.answered !== null && one.answered > one.due).length,
    notAnswered: invitations.length - answered.length,
    agreed: answered.filter((one) => one.answer === 'agree').length,
    agreedWithComments: answered.filter((one) => one.answer === 'agree-with-comments').length,
    comments: comments.length,
    disposed: disposed.length,
    open: comments.length - disposed.length,
  };
}

export function countDispositions(comments: readonly Said[]): { accepted: number; partly: number; explained: number } {
  const count = (which: Said['disposition']) => comments.filter((one) => one.disposition === which).length;
  return { accepted: count('accepted'), partly: count('partly'), explained: count('explained') };
}

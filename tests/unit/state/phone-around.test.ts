/** Power, plug and mishaps around the board, as components read them. */
import { expect, it } from 'vitest'
import { systemClock } from '../../../src/phone/clock'
import { PhoneAround } from '../../../src/state/phone-around.svelte'
import { FakeSurroundings } from '../../support/fake-surroundings'
import { ScriptedPhoneLink } from '../../support/scripted-phone-link'

function around() {
  const link = new ScriptedPhoneLink(systemClock, { connect: () => 'refused' })
  const surroundings = new FakeSurroundings(link)
  return { surroundings, around: new PhoneAround(surroundings) }
}

it('switches power, plug and mishaps, and says how they are', () => {
  const { surroundings, around: one } = around()
  one.setPower(false)
  one.toggleRadio('router-off')
  one.toggleCable('never-sync')
  one.unplugInMidWrite()
  expect(surroundings.isPowered).toBe(false)
  expect([one.isPowered, one.isPlugged]).toEqual([false, false])
  expect([one.radio, one.cable]).toEqual([['router-off'], ['never-sync']])
  one.toggleRadio('router-off')
  one.toggleCable('never-sync')
  one.setPlugged(true)
  expect([one.radio, one.cable, one.isPlugged]).toEqual([[], [], true])
})

it('hears of what others switch', () => {
  const { surroundings, around: one } = around()
  surroundings.setPlugged(false)
  surroundings.setScenario('router-late', true)
  expect(one.isPlugged).toBe(false)
  expect(one.radio).toEqual(['router-late'])
  surroundings.setScenario('router-late', false)
  expect(one.radio).toEqual([])
})

it('passes a change of the channel on', () => {
  const { surroundings, around: one } = around()
  one.hopChannel()
  expect(surroundings.hops).toBe(1)
})
